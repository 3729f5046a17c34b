import { canonicalZone, canonicalZones } from './time-zones.ts';

it.each([
  ['US/Pacific', 'America/Los_Angeles'], ['US/Eastern', 'America/New_York'],
  ['Asia/Calcutta', 'Asia/Kolkata'], ['Asia/Kolkata', 'Asia/Kolkata'],
  ['Europe/Kiev', 'Europe/Kyiv'], ['Europe/Kyiv', 'Europe/Kyiv'],
  ['Asia/Saigon', 'Asia/Ho_Chi_Minh'], ['America/Buenos_Aires', 'America/Argentina/Buenos_Aires'],
  ['america/Godthab', 'America/Nuuk'], ['GB', 'Europe/London'], ['Japan', 'Asia/Tokyo'],
  ['europe/berlin', 'Europe/Berlin'], ['Europe/Berlin', 'Europe/Berlin'],
])('%s is taken and called %s', (name, present) => {
  expect(canonicalZone(name)).toBe(present);
});

it.each(['', '+02:00', '-0300', 'Mars/Olympus', 'Europe/Berlin ', 'UTC+1', '2'])(
  '%j is no zone', (name) => {
    expect(canonicalZone(name)).toBeUndefined();
  });

it('those to choose from are all present names, each once, and none is missing', () => {
  const zones = canonicalZones();
  expect(zones.length).toBeGreaterThan(400);
  expect(new Set(zones).size).toBe(zones.length);
  expect(zones.filter((zone) => canonicalZone(zone) !== zone)).toEqual([]);
  for (const old of ['US/Pacific', 'Asia/Calcutta', 'Europe/Kiev']) expect(zones).not.toContain(old);
  for (const present of ['America/Los_Angeles', 'Asia/Kolkata', 'Europe/Kyiv', 'Europe/Berlin']) {
    expect(zones).toContain(present);
  }
});
