/** How sessions of these modalities are held: details as a therapist gives them. */
export function meetingOf(modalities: readonly unknown[]): {
  inPerson: { address: string; directions: string; atTheDoor: string } | null;
  phone: string | null;
  videoLink: string | null;
} {
  return {
    inPerson: modalities.includes('IN_PERSON') ? {
      address: 'Examplestr. 12\n10115 Berlin', directions: 'Second floor, left.',
      atTheDoor: 'Ring at "Practice".',
    } : null,
    phone: modalities.includes('PHONE') ? '+49 30 1234567' : null,
    videoLink: modalities.includes('VIDEO') ? 'https://meet.example.org/room-7' : null,
  };
}
