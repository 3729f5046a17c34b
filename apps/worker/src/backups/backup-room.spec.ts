import { isCrowded, isFull } from './backup-room.ts';

test('there is room for four backups of each person, and for a thousand at least', () => {
  expect([999, 1000].map((backups) => isFull({ backups, people: 12 }))).toEqual([false, true]);
  expect([3999, 4000].map((backups) => isFull({ backups, people: 1000 }))).toEqual([false, true]);
});

test('somebody is told before the room is full', () => {
  expect([799, 800].map((backups) => isCrowded({ backups, people: 12 }))).toEqual([false, true]);
});
