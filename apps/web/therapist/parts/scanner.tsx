import { Trans, useLingui } from '@lingui/react/macro';
import decodeQR from 'qr/decode.js';
import { useEffect, useRef, useState } from 'react';
import { Button } from '../../ui/button.tsx';
import { Notice } from '../../ui/notice.tsx';

interface ScannerProps {
  readonly onText: (text: string) => void;
}

const LOOK_EVERY_MS = 250;
const LARGEST_SIDE = 1200;

/** Read a QR code by the camera or from an image; nothing leaves this device for it. */
export function Scanner({ onText }: ScannerProps) {
  const { t } = useLingui();
  const [trouble, setTrouble] = useState<'camera' | 'image'>();
  const [scanning, setScanning] = useState(false);
  const found = (text: string) => { setScanning(false); setTrouble(undefined); onText(text); };
  const readFile = async (file: File) => {
    const text = await textIn(await createImageBitmap(file).catch(() => null));
    if (text === null) setTrouble('image');
    else found(text);
  };
  return (
    <div className="scanner">
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
    const look = async () => {
      if (stopped || !video.current) return;
      const text = video.current.readyState > 1 ? await textIn(video.current) : null;
      if (stopped) return;
      if (text !== null) told.current.onText(text);
      else setTimeout(() => { void look(); }, LOOK_EVERY_MS);
    };
    navigator.mediaDevices.getUserMedia({ video: { facingMode: 'environment' } })
      .then(async (opened) => {
        stream = opened;
        if (stopped || !video.current) return stop(opened);
        video.current.srcObject = opened;
        await video.current.play();
        await look();
      })
      .catch(() => { if (!stopped) told.current.onFailure(); });
    return () => { stopped = true; if (stream) stop(stream); };
  }, []);
  return <video ref={video} muted playsInline aria-label={t`What the camera sees`} />;
}

function stop(stream: MediaStream): void {
  for (const track of stream.getTracks()) track.stop();
}

async function textIn(source: ImageBitmap | HTMLVideoElement | null): Promise<string | null> {
  if (!source) return null;
  const [width, height] = source instanceof HTMLVideoElement
    ? [source.videoWidth, source.videoHeight] : [source.width, source.height];
  const scale = Math.min(1, LARGEST_SIDE / Math.max(width, height, 1));
  const side = (length: number) => Math.max(1, Math.round(length * scale));
  const canvas = new OffscreenCanvas(side(width), side(height));
  const context = canvas.getContext('2d');
  if (!context) return null;
  context.drawImage(source, 0, 0, canvas.width, canvas.height);
  try {
    return decodeQR(context.getImageData(0, 0, canvas.width, canvas.height));
  } catch {
    return null;
  }
}
