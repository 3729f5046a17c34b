import { ObjectType } from '@nestjs/graphql';
import { Standing } from '#server/operators/restore-standing';

@ObjectType({ description: 'Whether this domain takes anything new, after a restore or a restart.' })
export class RestoreStanding extends Standing {}
