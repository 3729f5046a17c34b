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
const policyOf = (connect: string) => [
  "default-src 'none'", "script-src 'self'", "style-src 'self'", `connect-src ${connect}`,
  "img-src 'self' data: blob:", "worker-src 'self'", "manifest-src 'self'", "font-src 'self'",
  "form-action 'none'", "frame-ancestors 'none'", "base-uri 'none'",
  "require-trusted-types-for 'script'", 'trusted-types sotto-workers',
].join('; ');

/**
 * Headers of every answer of a surface, pages and files alike.
 *
 * @param gateway the one other origin that members' page asks, where it has one of its own.
 */
export function headersOf(
  surface: Surface, isHttps: boolean, gateway?: string,
): Record<string, string> {
  const connect = surface === 'employee' && gateway ? `'self' ${gateway}` : "'self'";
  const camera = CAMERA[surface] ? 'camera=(self)' : 'camera=()';
  return {
    'content-security-policy': policyOf(connect),
    'cross-origin-embedder-policy': 'require-corp',
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-resource-policy': 'same-origin',
    'permissions-policy': [camera, ...SHUT.map((name) => `${name}=()`)].join(', '),
    'referrer-policy': 'no-referrer',
    'x-content-type-options': 'nosniff',
    'x-robots-tag': 'noindex',
    // A worker for offline use lies below the page that it is for.
    'service-worker-allowed': `/${surface}`,
    ...(isHttps ? { 'strict-transport-security': 'max-age=31536000; includeSubDomains' } : {}),
  };
}
