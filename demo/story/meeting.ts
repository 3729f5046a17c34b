/** How sessions of these modalities are held by the therapist of a place in a list. */
export function meetingOf(modalities: readonly string[], place = 0): {
  inPerson: { address: string; directions: string; atTheDoor: string } | null;
  phone: string | null;
  videoLink: string | null;
} {
  const number = String(place + 1);
  return {
    inPerson: modalities.includes('IN_PERSON') ? {
      address: `Lindenhof ${number}\n20095 Hamburg`,
      directions: 'Second floor, to the left of the lift. Two minutes from the station.',
      atTheDoor: `Ring at "Practice ${number}" and say that you have an appointment: no name.`,
    } : null,
    phone: modalities.includes('PHONE') ? `+49 40 555 01${number.padStart(2, '0')}` : null,
    videoLink: modalities.includes('VIDEO') ? `https://meet.example.org/practice-${number}` : null,
  };
}
