import { Trans, useLingui } from '@lingui/react/macro';
import decodeQR from 'qr/decode.js';
import { useEffect, useRef, useState } from 'react';
import { Button } from '../../ui/button.tsx';
import { Notice } from '../../ui/notice.tsx';

const LOOK_EVERY_MS = 200;
const LARGEST = 1600;

/** Reads a QR code by the camera or from a picture. No picture leaves the device. */
export default function CodeScan({ onText }: { onText: (text: string) => void }) {
  const { t } = useLingui();
  const [camera, setCamera] = useState<'off' | 'on' | 'refused'>('off');
  const [unread, setUnread] = useState(false);
  const readFile = async (file: File | undefined) => {
    if (!file) return;
    setUnread(false);
    const picture = await createImageBitmap(file).catch(() => undefined);
    const text = picture && decode(picture, picture.width, picture.height);
    if (text) onText(text);
    else setUnread(true);
  };
  return (
    <div className="card stack">
      <p><Trans>The picture is read on this device and goes nowhere.</Trans></p>
      <label className="file">
        <span>{t`Choose a picture of the letter`}</span>
        <input
          type="file"
          accept="image/*"
          onChange={(event) => { void readFile(event.target.files?.[0]); }}
        />
      </label>
      {unread && (
        <Notice
          kind="warn"
          title={<Trans>There is no code in this picture that can be read</Trans>}
        >
          <p><Trans>Take it straight from above, with light, or type the code.</Trans></p>
        </Notice>
      )}
      {camera === 'off' && (
        <div><Button onClick={() => { setCamera('on'); }}><Trans>Use the camera</Trans></Button></div>
      )}
      {camera === 'on' && (
        <Camera
          label={t`What the camera sees`}
          onText={onText}
          onRefused={() => { setCamera('refused'); }}
        />
      )}
      {camera === 'refused' && (
        <Notice kind="warn" title={<Trans>The camera cannot be used</Trans>}>
          <p><Trans>Allow it in the browser, choose a picture, or type the code.</Trans></p>
        </Notice>
      )}
    </div>
  );
}

interface CameraProps {
  readonly label: string;
  readonly onText: (text: string) => void;
  readonly onRefused: () => void;
}

function Camera({ label, onText, onRefused }: CameraProps) {
  const video = useRef<HTMLVideoElement>(null);
  const heard = useRef({ onText, onRefused });
  heard.current = { onText, onRefused };
  useEffect(() => {
    let stream: MediaStream | undefined;
    let stopped = false;
    const begin = async () => {
      stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: 'environment' } });
      if (stopped || !video.current) return stop(stream);
      video.current.srcObject = stream;
      await video.current.play();
    };
    begin().catch(() => { if (!stopped) heard.current.onRefused(); });
    const timer = setInterval(() => {
      const { current } = video;
      if (!current || current.videoWidth === 0) return;
      const text = decode(current, current.videoWidth, current.videoHeight);
      if (text) heard.current.onText(text);
    }, LOOK_EVERY_MS);
    return () => {
      stopped = true;
      clearInterval(timer);
      stop(stream);
    };
  }, []);
  return <video ref={video} className="camera" aria-label={label} muted playsInline />;
}

function stop(stream: MediaStream | undefined): void {
  for (const track of stream?.getTracks() ?? []) track.stop();
}

/** The text of a QR code in a picture; undefined when there is none to be read. */
function decode(source: CanvasImageSource, width: number, height: number): string | undefined {
  const scale = Math.min(1, LARGEST / Math.max(width, height));
  const canvas = document.createElement('canvas');
  canvas.width = Math.round(width * scale);
  canvas.height = Math.round(height * scale);
  const context = canvas.getContext('2d', { willReadFrequently: true });
  if (!context) return undefined;
  context.drawImage(source, 0, 0, canvas.width, canvas.height);
  try {
    return decodeQR(context.getImageData(0, 0, canvas.width, canvas.height));
  } catch {
    return undefined;
  }
}
