import { storyCalendar, type StoryCalendar } from '../../demo/story/calendar.ts';

/**
 * The story's calendar in every test, whenever it is run: the first months of 2027. What is left
 * for people to look at is left in the same year, when these months are reported.
 */
export const calendar: StoryCalendar = {
  ...storyCalendar('2028-02-06T10:20:00.000Z'),
  eve: '2027-05-03T10:20:00.000Z',
  present: '2027-05-06T10:20:00.000Z',
};
