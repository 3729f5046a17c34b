import { storyCalendar } from '../../demo/story/calendar.ts';

/** The story's calendar in every test, whenever it is run: the first months of 2027. */
export const calendar = storyCalendar('2027-05-06T10:20:00.000Z');
