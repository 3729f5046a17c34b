import type { IdentifierKind } from './identifier-rules.ts';
import type { Language } from './marks.ts';

/** What can stand for an identifier, so that the sentence still says what it is about. */
export const NEUTRAL: Readonly<Record<Language, Readonly<Record<IdentifierKind, string>>>> = {
  en: {
    'name': 'somebody', 'place': 'a place', 'date': 'some time ago', 'age': 'over 89', 'phone': 'a phone number',
    'fax': 'a fax number', 'email': 'an e-mail address', 'citizen-number': 'an official number',
    'record': 'a record’s number', 'plan': 'an insurance number', 'account': 'an account',
    'licence': 'a licence', 'vehicle': 'a vehicle', 'device': 'a device', 'url': 'a web page',
    'ip': 'a network address', 'biometric': 'a trait of the body', 'photo': 'a picture', 'code': 'a number',
  },
  es: {
    'name': 'alguien', 'place': 'un lugar', 'date': 'hace un tiempo', 'age': 'más de 89 años',
    'phone': 'un teléfono', 'fax': 'un fax', 'email': 'un correo', 'citizen-number': 'un número oficial',
    'record': 'un número de historia', 'plan': 'un número de seguro', 'account': 'una cuenta',
    'licence': 'un permiso', 'vehicle': 'un vehículo', 'device': 'un aparato', 'url': 'una página web',
    'ip': 'una dirección de red', 'biometric': 'un rasgo del cuerpo', 'photo': 'una imagen', 'code': 'un número',
  },
};
