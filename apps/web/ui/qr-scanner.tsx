import { Trans, useLingui } from '@lingui/react/macro';
import decodeQR from 'qr/decode.js';
import { useEffect, useRef, useState } from 'react';
import { Button } from './button.tsx';
import { Notice } from './notice.tsx';
import './qr-scanner.css';

interface ScannerProps {
  readonly onText: (text: string) => void;
}

const LOOK_EVERY_MS = 250;
const LARGEST_SIDE = 1600;

/** Reads a QR code by the camera or from a picture. No picture leaves the device. */
export default function QrScanner({ onText }: ScannerProps) {
  const { t } = useLingui();
  const [trouble, setTrouble] = useState<'camera' | 'image'>();
  const [scanning, setScanning] = useState(false);
  const found = (text: string) => { setScanning(false); setTrouble(undefined); onText(text); };
  const readFile = async (file: File) => {
    const picture = await createImageBitmap(file).catch(() => undefined);
    const text = picture && textIn(picture, picture.width, picture.height);
    if (text === undefined) setTrouble('image');
    else found(text);
  };
  return (
    <div className="scanner stack">
      <p className="soft"><Trans>The picture is read on this device and goes nowhere.</Trans></p>
      <div className="row">
        <Button onClick={() => { setTrouble(undefined); setScanning(!scanning); }}>
          {scanning ? t`Stop the camera` : t`Scan with the camera`}
        </Button>
        <label className="button button-plain file-button">
          {t`Choose an image`}
          <input
            type="file" accept="image/*"
            onChange={(event) => {
              const [file] = event.target.files ?? [];
              if (file) void readFile(file);
              event.target.value = '';
            }}
          />
        </label>
      </div>
      {scanning && (
        <Camera onText={found} onFailure={() => { setScanning(false); setTrouble('camera'); }} />
      )}
      {trouble === 'camera' && (
        <Notice kind="warn" title={t`The camera cannot be used`}>
          <p>
            <Trans>Allow it in the browser’s settings, choose an image, or type the code.</Trans>
          </p>
        </Notice>
      )}
      {trouble === 'image' && (
        <Notice kind="warn" title={t`There is no code in this image that can be read`}>
          <p><Trans>Take it again, straight and sharp, or type the code.</Trans></p>
        </Notice>
      )}
    </div>
  );
}

interface CameraProps extends ScannerProps {
  readonly onFailure: () => void;
}

function Camera({ onText, onFailure }: CameraProps) {
  const { t } = useLingui();
  const video = useRef<HTMLVideoElement>(null);
  const told = useRef({ onText, onFailure });
  told.current = { onText, onFailure };
  useEffect(() => {
    let stream: MediaStream | undefined;
    let stopped = false;
    const look = () => {
      const { current } = video;
      if (stopped || !current) return;
      const text = textIn(current, current.videoWidth, current.videoHeight);
      if (text === undefined) setTimeout(look, LOOK_EVERY_MS);
      else told.current.onText(text);
    };
    navigator.mediaDevices.getUserMedia({ video: { facingMode: 'environment' } })
      .then(async (opened) => {
        stream = opened;
        if (stopped || !video.current) return stop(opened);
        video.current.srcObject = opened;
        await video.current.play();
        look();
      })
      .catch(() => { if (!stopped) told.current.onFailure(); });
    return () => { stopped = true; if (stream) stop(stream); };
  }, []);
  return <video ref={video} muted playsInline aria-label={t`What the camera sees`} />;
}

function stop(stream: MediaStream): void {
  for (const track of stream.getTracks()) track.stop();
}

/** The text of a QR code in a picture; undefined where there is none that can be read. */
function textIn(source: CanvasImageSource, width: number, height: number): string | undefined {
  const scale = Math.min(1, LARGEST_SIDE / Math.max(width, height));
  const canvas = document.createElement('canvas');
  canvas.width = Math.round(width * scale);
  canvas.height = Math.round(height * scale);
  const context = canvas.getContext('2d');
  if (!context || canvas.width === 0 || canvas.height === 0) return undefined;
  context.drawImage(source, 0, 0, canvas.width, canvas.height);
  try {
    return decodeQR(context.getImageData(0, 0, canvas.width, canvas.height));
  } catch {
    return undefined;
  }
}
