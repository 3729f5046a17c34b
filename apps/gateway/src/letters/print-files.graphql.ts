import { Field, ID, InputType, Int, ObjectType, registerEnumType } from '@nestjs/graphql';
import { resultUnion } from '#server/result-union';

/** Language of letters as the schema names it. */
export enum PrintLanguage { EN = 'EN', ES = 'ES' }
registerEnumType(PrintLanguage, { name: 'PrintLanguage', description: 'Language of letters.' });

@InputType({ description: 'Which letters to make, and for whom.' })
export class PrintLettersInput {
  @Field(() => ID) programmeId!: string;
  @Field() period!: string;
  @Field({ description: 'The printer\'s age public key, age1…: nobody else opens the file.' })
  recipient!: string;
  @Field(() => PrintLanguage) language!: PrintLanguage;
  @Field(() => Int, {
    nullable: true, description: 'Number of a file to make once more; else what no file has yet.' })
  again?: number | null;
}

@InputType({ description: 'Which letters to make without a printer: their file can be read.' })
export class SealLettersInput {
  @Field(() => ID) programmeId!: string;
  @Field() period!: string;
  @Field(() => PrintLanguage) language!: PrintLanguage;
  @Field(() => Int, {
    nullable: true, description: 'Number of a file to make once more; else what no file has yet.' })
  again?: number | null;
}

@ObjectType({ description: 'A file of letters that was made; what is in it is kept nowhere.' })
export class PrintFile {
  @Field(() => Int, { description: 'Running number within the period.' }) number!: number;
  @Field(() => Int) letters!: number;
  @Field({ description: 'PRINTER, encrypted to a printer; FOLDED, to fold and glue.' })
  kind!: string;
  @Field(() => String, { nullable: true, description: 'Of the printer\'s key, to compare.' })
  keyFingerprint!: string | null;
  @Field({ description: 'Name of the operator who made it.' }) operator!: string;
  @Field({ description: 'Day, YYYY-MM-DD.' }) madeOn!: string;
}

@ObjectType({ description: 'A period with letters that no file has yet.' })
export class LettersWaiting {
  @Field(() => ID) programmeId!: string;
  @Field() programme!: string;
  @Field({ description: 'Name of the customer.' }) employer!: string;
  @Field() period!: string;
  @Field(() => Int) letters!: number;
}

@ObjectType({ description: 'The file is made. Its letters are the same whenever they are made.' })
class LettersPrinted {
  readonly kind!: 'printed';
  @Field({ description: 'The PDF, encrypted where it is for a printer; base64.' }) file!: string;
  @Field(() => PrintFile) made!: PrintFile;
  @Field(() => Int, { description: 'Letters that no file has yet: ask for the next one.' })
  left!: number;
}

@ObjectType({ description: 'No file was made.' })
class LettersNotPrinted {
  readonly kind!: 'refused';
  @Field() code!: string;
  @Field() message!: string;
}

/** Outcome of making a print file. */
export const PrintLettersResult = resultUnion('PrintLettersResult',
  'Outcome of making a print file.', { printed: LettersPrinted, refused: LettersNotPrinted });
