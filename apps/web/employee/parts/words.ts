import { msg } from '@lingui/core/macro';
import type { MessageDescriptor } from '@lingui/core';
import { dateFormat } from '../../ui/locale.ts';
import type { Concern, Gender, Modality } from '#wallet/gql/vault/graphql';

/** How a session is held. */
export const MODALITIES: Record<Modality, MessageDescriptor> = {
  VIDEO: msg`Video`, PHONE: msg`Phone`, IN_PERSON: msg`In person`,
};

/** What people come for, and what therapists are versed in. */
export const CONCERNS: Record<Concern, MessageDescriptor> = {
  ANXIETY: msg`Anxiety`, DEPRESSION: msg`Low mood`, GRIEF: msg`Grief`, OTHER: msg`Something else`,
  RELATIONSHIPS: msg`Relationships`, STRESS: msg`Stress`, WORK: msg`Work`,
};

/** Therapists' genders. */
export const GENDERS: Record<Gender, MessageDescriptor> = {
  FEMALE: msg`Woman`, MALE: msg`Man`, NONBINARY: msg`Non-binary`,
};

/** The name of a language in a language. */
export function languageName(code: string, inLanguage: string): string {
  return new Intl.DisplayNames(inLanguage, { type: 'language' }).of(code) ?? code;
}

/** The name of a country, or of a part of one with its code: "United States (CA)". */
export function placeName(code: string, inLanguage: string): string {
  const [country = '', part] = code.split('-');
  const name = new Intl.DisplayNames(inLanguage, { type: 'region' }).of(country) ?? country;
  return part ? `${name} (${part})` : name;
}

/** A day and time of day where the device is, in words. */
export function momentName(iso: string, inLanguage: string, timeZone?: string): string {
  return dateFormat(inLanguage, {
    weekday: 'long', day: 'numeric', month: 'long', hour: 'numeric', minute: '2-digit',
    ...(timeZone ? { timeZone } : {}),
  }).format(new Date(iso));
}

/** A day in words, such as "31 December 2026". */
export function dayName(day: string, inLanguage: string): string {
  return dateFormat(inLanguage, { dateStyle: 'long', timeZone: 'UTC' })
    .format(new Date(`${day}T12:00:00Z`));
}
