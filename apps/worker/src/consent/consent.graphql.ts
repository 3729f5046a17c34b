import { Field, ObjectType } from '@nestjs/graphql';

@ObjectType({ description: 'One part of the consent text.' })
class ConsentPart {
  @Field() readonly title!: string;
  @Field() readonly body!: string;
}

@ObjectType({ description: 'What is agreed to before a case is opened; exceptions come first.' })
export class Consent {
  @Field() readonly version!: string;
  @Field({ description: 'ISO 639-1.' }) readonly language!: string;
  @Field(() => [ConsentPart]) readonly sections!: readonly ConsentPart[];
}
