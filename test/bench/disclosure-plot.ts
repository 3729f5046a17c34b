import type { GrowthPoint } from './disclosure.ts';

/** CPU over cells, both logarithmic, as an SVG; the dashed line is what linear growth would be. */
export function growthPlot(points: readonly GrowthPoint[]): string {
  const [width, height, edge] = [480, 320, 48];
  const xs = points.map(({ cells }) => Math.log10(cells));
  const ys = points.map(({ cpuMs }) => Math.log10(cpuMs));
  const [left, right] = [Math.min(...xs), Math.max(...xs)];
  const end = (ys[0] ?? 0) + right - left;
  const [low, high] = [Math.min(...ys), Math.max(...ys, end)];
  const at = (x: number, y: number) => [
    edge + ((x - left) / (right - left)) * (width - 2 * edge),
    height - edge - ((y - low) / (high - low)) * (height - 2 * edge),
  ].map((place) => place.toFixed(0)).join(',');
  const line = (list: readonly (readonly [number, number])[], style: string) =>
    `<polyline fill="none" stroke="#345" ${style} points="${list.map(([x, y]) => at(x, y)).join(' ')}"/>`;
  const measured = xs.map((x, i) => [x, ys[i] ?? 0] as const);
  const linear = [[left, ys[0] ?? 0], [right, end]] as const;
  const labels = points.map(({ cells, cpuMs }, i) => {
    const [x, y] = at(xs[i] ?? 0, ys[i] ?? 0).split(',');
    return `<text x="${x}" y="${Number(y) - 8}">${cells} cells: ${Math.round(cpuMs)} ms</text>`;
  });
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width + 60} ${height}" font-size="11">`,
    '<text x="48" y="20">protect and verify, ms of CPU over cells (log, log); dashed: linear</text>',
    line(measured, ''), line(linear, 'stroke-dasharray="4"'), ...labels, '</svg>', '',
  ].join('\n');
}
