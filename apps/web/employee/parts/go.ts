import { useCallback } from 'react';
import { useLocation } from 'wouter';

/** Screens by address. Neutral words, nothing of the person; and no entry in the history. */
export type Place = '/' | '/start' | '/return' | '/code' | '/agree' | '/times' | '/card'
  | '/messages' | '/settings' | '/who' | '/contract' | '/leaving';

/**
 * Go to a screen in place of this one: Back leaves the site from anywhere, and the browser's
 * history has one entry of it, whatever was looked at.
 */
export function useGo(): (place: Place) => void {
  const [, navigate] = useLocation();
  return useCallback((place: Place) => { navigate(place, { replace: true }); }, [navigate]);
}
