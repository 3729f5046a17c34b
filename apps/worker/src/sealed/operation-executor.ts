import { Inject, Injectable } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type { FastifyInstance } from 'fastify';
import type { Log } from '#platform/logging';
import { readDocuments } from '#server/pages/web-build';
import type { BinaryRequest, BinaryResponse } from '#pseudonym/http';
import { CodedError } from '#server/coded-error';
import { LOG } from '../foundation/tokens.ts';
import { reportTo, showError } from '../graphql/error-format.ts';
import {
  jsonResponse, mayRepeat, readOperation, type NoOperation, type Operation,
} from './inner-http.ts';
import { KeptAnswers } from './kept-answers.ts';
import { StepTakers } from './step-takers.ts';

const REASONS: Record<NoOperation, string> = {
  400: 'Send one JSON object with "query", and "variables" when there are any.',
  404: 'There is nothing here but /graphql.',
  405: 'Send operations by POST.',
  410: 'This page is older than the service: load it again.',
  415: 'Send application/json.',
};

/**
 * Answers inner requests by the schema in this process. The operation is handed to mercurius
 * itself: injecting an HTTP request into Fastify costs as much again and adds nothing.
 */
@Injectable()
export class OperationExecutor {
  private readonly report: (error: unknown) => void;
  private readonly documents = readDocuments('vault');

  constructor(
    private readonly host: HttpAdapterHost, @Inject(LOG) log: Log,
    private readonly kept: KeptAnswers,
    private readonly takers: StepTakers,
  ) {
    this.report = reportTo(log);
  }

  /**
   * Answer one inner request.
   *
   * @param bytes the request as it came: by these it is known when it comes again.
   * @returns null while another worker is at this very request.
   */
  async answer(request: BinaryRequest, bytes: Uint8Array): Promise<BinaryResponse | null> {
    const operation = readOperation(request, this.documents);
    if (typeof operation !== 'number') {
      const work = async () => jsonResponse(200, await this.execute(operation));
      const steps = mayRepeat(request) ? this.takers.steps(operation) : [];
      if (steps.length === 0) return work();
      return this.kept.of(bytes, await this.takers.of(steps, operation), work);
    }
    const code = operation === 410 ? 'DOCUMENT_NOT_PERSISTED' : 'BAD_USER_INPUT';
    const error = new CodedError(code, REASONS[operation]);
    return jsonResponse(operation, { errors: [showError(error, this.report)] });
  }

  /** Execute one operation; errors are in the result, each with its code. */
  async execute({ query, variables, operationName, authorization }: Operation): Promise<object> {
    const app = this.host.httpAdapter.getInstance<FastifyInstance>();
    try {
      const { data, errors } =
        await app.graphql(query, { authorization }, variables ?? {}, operationName);
      // One order of the two, whether or not the document was asked (and so compiled) before.
      return errors ? { errors, data } : { data };
    } catch (error) {
      const { errors } = error as { errors?: readonly unknown[] };
      return { errors: (errors ?? [error]).map((each) => showError(each, this.report)) };
    }
  }
}
