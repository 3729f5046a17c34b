import { Args, ID, Mutation, Query, Resolver } from '@nestjs/graphql';
import { z } from 'zod';
import { Allow } from '../http/allow.ts';
import { Op, type OperatorCaller } from '../http/caller.ts';
import { id, period, readInput } from '../http/input.ts';
import {
  LettersWaiting, PrintFile, PrintLettersInput, PrintLettersResult, SealLettersInput,
} from './print-files.graphql.ts';
import { PrintFiles, type PrintOutcome } from './print-files.service.ts';
import { printerKey } from './printer-key.ts';

const LANGUAGES = { EN: 'en', ES: 'es' } as const;
const which = z.object({ programmeId: id, period });
const sealing = which.extend({
  language: z.enum(['EN', 'ES']).transform((language) => LANGUAGES[language]),
  again: z.int().min(1).max(1_000_000).nullish().transform((again) => again ?? undefined),
});
const printing = sealing.extend({ recipient: printerKey });

@Resolver()
export class PrintFilesResolver {
  constructor(private readonly files: PrintFiles) {}

  @Mutation(() => PrintLettersResult, {
    description: 'Make a file of letters, a letter a page, for a printer\'s key alone.' })
  @Allow('operator')
  printLetters(
    @Op() operator: OperatorCaller, @Args('input') input: PrintLettersInput,
  ): Promise<PrintOutcome> {
    const { recipient, ...order } = readInput(printing, input);
    return this.files.forPrinter(operator, order, recipient);
  }

  @Mutation(() => PrintLettersResult, {
    description: 'Make a file of letters to fold and glue, where there is no printer: whoever has '
      + 'the file can read the codes.' })
  @Allow('operator')
  sealLetters(
    @Op() operator: OperatorCaller, @Args('input') input: SealLettersInput,
  ): Promise<PrintOutcome> {
    return this.files.forFolding(operator, readInput(sealing, input));
  }

  @Query(() => [LettersWaiting], { description: 'Letters that no file has yet, of all customers.' })
  @Allow('operator')
  lettersWaiting(): Promise<LettersWaiting[]> {
    return this.files.waiting();
  }

  @Query(() => [PrintFile], { description: 'Files of letters that were made, by number.' })
  @Allow('operator')
  printFiles(
    @Args('programmeId', { type: () => ID }) programmeId: string, @Args('period') label: string,
  ): Promise<PrintFile[]> {
    const input = readInput(which, { programmeId, period: label });
    return this.files.list(input.programmeId, input.period);
  }
}
