import type { HeldOut } from './held-out.ts';

/** The Spanish half of the held-out templates; the English file says what they are. */
export const SPANISH: HeldOut = {
  values: {
    name: [
      'Lucía Fernández Ortega', 'José Ramón Etxeberria', 'Aitana Puig i Ferrer', 'Mamadou Ndiaye',
      'Xóchitl Hernández', 'Iker Goikoetxea', 'Fátima Zahra El Amrani', 'Andrei Popescu',
      'Wei Chen', 'María del Carmen Ruiz', 'Ñusta Quispe Mamani', 'João Batista da Silva',
      'Charlotte Müller', 'Juan Pérez', 'Óscar Núñez',
    ],
    given: [
      'Nerea', 'Paco', 'Yolanda', 'Ahmed', 'Ximena', 'Jordi', 'Guadalupe', 'Íñigo', 'Svetlana', 'Rosario',
    ],
    town: ['Albacete', 'San Sebastián', 'Guadalajara', 'Cádiz', 'Alcalá de Henares', 'Rosario'],
    address: [
      'calle Mayor, 14, 3.º B', 'C/ Alcalá 205', 'Avenida de la Constitución, 8', 'Paseo de Gracia 41',
      'Plaza del Pilar, 2',
    ],
    zip: ['02001', '28014', '08007', '20003'],
    date: [
      '14/03/1986', '14 de marzo de 1986', 'el 14 de marzo', '14-3-86', '2 de septiembre',
      '1986-03-14', 'octubre de 2019',
    ],
    age: ['93 años', '101 años'],
    phone: ['612 345 678', '+34 912 34 56 78', '91 234 56 78', '612345678', '+52 55 1234 5678'],
    fax: ['912 34 56 79', '+34 912 345 670'],
    email: ['lucia.fernandez@example.es', 'iker_g86@correo.example.com'],
    ssn: ['12345678Z', 'X1234567L', '28/12345678/40', '12.345.678-Z'],
    record: ['448201', 'HC-99213', '00931 22'],
    plan: ['8899-22113', 'BBBBBBBBCC123456', 'P-0044219'],
    account: ['ES91 2100 0418 4502 0005 1332', '4000 1234 5678 9010', '0049-1500-05'],
    licence: ['M-21345', '28/04471', 'B1234567'],
    vehicle: ['4821 KLM', 'M-4471-XB', 'VSSZZZ6JZ9R012345'],
    device: ['SN-99X2231', '356938035643809'],
    url: ['https://www.instagram.com/lucia_f86', 'www.panaderialucia.example'],
    ip: ['192.168.14.7', '2001:db8::8a2e:370:7334'],
    biometric: ['huella dactilar', 'grabación de voz', 'escáner de retina'],
    photo: ['foto de mi cara', 'fotografía de frente', 'IMG_20240314_1012.jpg'],
    code: ['EMP-20714', '1883/2024', '7741-0093'],
  },
  templates: [
    'Hola, me llamo {name} y quisiera pedir una primera cita.',
    'Soy {name}. Nací {date}.',
    'Paciente: {name}\nFecha de nacimiento: {date}\nHistoria clínica: {record}',
    'Nombre y apellidos: {name}   DNI: {ssn}   Teléfono: {phone}',
    '{given} y yo discutimos por dinero desde el invierno.',
    'Mi hermana {given} cree que debería mudarme.',
    'Dé las gracias a la Dra. {name} por llamarme.',
    'La paciente, {name}, vive en {address}, {town}.',
    'Me mudé a {town} hace dos años y no conozco a nadie.',
    'Envíelo a {address}, {zip} {town}.',
    'Puede llamarme al {phone} o escribirme a {email} por la tarde.',
    'Mande la autorización por fax al {fax}.',
    'Mi número de la seguridad social es {ssn}.',
    'Número de historia {record}, abierta {date}.',
    'Tarjeta sanitaria {plan}, de la mutua.',
    'El número de póliza de mi seguro es {plan}.',
    'Cargue el importe en la cuenta {account}.',
    'Supervisada por {name}, colegiada n.º {licence}.',
    'Mostró el carné de conducir {licence} al llegar.',
    'La matrícula de su coche es {vehicle}.',
    'La bomba de insulina, número de serie {device}, falló esa noche.',
    'Ha vuelto a escribir sobre mí en {url}.',
    'La conexión venía de {ip}.',
    'Me tomaron la {biometric} en la frontera.',
    'Adjunto una {photo} como me pidió.',
    'Su número de empleado es {code}.',
    'El expediente {code} sigue abierto.',
    'Mi abuela, de {age}, vive sola todavía.',
    'El accidente fue {date}; desde entonces no conduzco.',
    'Contacto de urgencia: {name}, {phone}.',
    'Fue {given} quien me encontró en el baño.',
    'Cuando {given} se fue, dejé de comer.',
    '{name} es mi jefa desde hace tres años y grita a todo el mundo.',
    'Se lo conté todo a {given}. {given} no se lo contó a nadie.',
    'Mi terapeuta anterior era {name}, en {town}.',
    'Don {name} fue atendido hoy durante 50 minutos.',
    'Un saludo,\n{name}',
    '¿Puede venir {given} conmigo?',
    'Mi jefe, {name}, se enteró {date}.',
    'Llamé al {phone} y no contestó nadie.',
  ],
  prose: [
    'Llevo unas seis semanas durmiendo mal. Me despierto a las cuatro y me quedo mirando el techo '
    + 'hasta que suena el despertador. En el trabajo todo va bien sobre el papel, pero temo el lunes '
    + 'desde el sábado. Mi jefa es amable y el equipo es pequeño, así que me siento ridícula. Cuando '
    + 'intento explicárselo a mi pareja acabo llorando. Antes corría tres veces por semana; ahora '
    + 'camino hasta la tienda y a eso lo llamo deporte. Quisiera entender por qué todo pesa tanto.',
    'La paciente refiere ánimo bajo, poco apetito y dificultad para concentrarse. No expresa ideas de '
    + 'suicidio. Revisamos el registro de pensamientos y practicamos la respiración lenta. Observa '
    + 'que la preocupación es mayor en la hora anterior a una reunión. Acordamos dos pasos pequeños: '
    + 'un paseo a mediodía y ningún correo después de las ocho. La terapia cognitiva parece irle bien. '
    + 'Queda pendiente hablar de EMDR. En la próxima sesión veremos el diario de pánico.',
    'Antes de empezar quiero decir qué me ayudaría. Por favor, no pregunte por mi infancia en la '
    + 'primera sesión. El silencio me pone nervioso; dígame cuándo está pensando. Tomo sertralina por '
    + 'la mañana desde hace dos años. El alcohol no es un problema; el café, quizá. Si me quedo '
    + 'callado suele ser vergüenza y no enfado. A veces bromeo en lugar de contestar. Puede decírmelo.',
    'Gracias por la sesión de ayer. Probé el ejercicio de la silla y fue raro, pero útil. El duelo '
    + 'viene en olas, como usted dijo, y la casa está demasiado callada. Los domingos son lo peor. Mis '
    + 'amigos me invitan a cenar, digo que sí y luego cancelo. ¿Podríamos hablar de eso? Se acerca la '
    + 'Navidad y toda la familia espera que cocine yo. Tal vez debería escribirles antes.',
  ],
};
