import type { Surface } from './surfaces.ts';

/** May a page open the camera: to read a code that is shown to it. */
const CAMERA: Record<Surface, boolean> = { hr: false, employee: true, therapist: true };

const SHUT = [
  'accelerometer', 'autoplay', 'browsing-topics', 'display-capture', 'geolocation',
  'gyroscope', 'hid', 'magnetometer', 'microphone', 'midi', 'payment', 'serial', 'usb',
];

/**
 * Nothing but our own files, no text that becomes a script (Trusted Types, with one policy for the
 * addresses of workers), no form that leaves, no frame around it.
 */
const POLICY = [
  "default-src 'none'", "script-src 'self'", "style-src 'self'", "connect-src 'self'",
  "img-src 'self' data: blob:", "worker-src 'self'", "manifest-src 'self'", "font-src 'self'",
  "form-action 'none'", "frame-ancestors 'none'", "base-uri 'none'",
  "require-trusted-types-for 'script'", 'trusted-types sotto-workers',
].join('; ');

/** Headers of every answer of a surface, pages and files alike. */
export function headersOf(surface: Surface, https: boolean): Record<string, string> {
  const camera = CAMERA[surface] ? 'camera=(self)' : 'camera=()';
  return {
    'content-security-policy': POLICY,
    'cross-origin-embedder-policy': 'require-corp',
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-resource-policy': 'same-origin',
    'permissions-policy': [camera, ...SHUT.map((name) => `${name}=()`)].join(', '),
    'referrer-policy': 'no-referrer',
    'x-content-type-options': 'nosniff',
    'x-robots-tag': 'noindex',
    // The portal keeps its page for offline; its address is above the folder of the script.
    ...(surface === 'employee' ? { 'service-worker-allowed': '/employee' } : {}),
    ...(https ? { 'strict-transport-security': 'max-age=31536000; includeSubDomains' } : {}),
  };
}
