import { Field, ID, InputType, Int, ObjectType } from '@nestjs/graphql';
import { resultUnion } from '#server/result-union';

@InputType()
export class WriteMessageInput {
  @Field(() => ID) readonly referralId!: string;
  @Field({ description: '2,048 bytes, base64url. The same bytes again are the same message.' })
  readonly sealed!: string;
}

@InputType()
export class OfferKeyInput {
  @Field(() => ID) readonly referralId!: string;
  @Field({ description: 'X25519 public key, 64 hex digits.' }) readonly key!: string;
}

@ObjectType({ description: 'A message between a client and her therapist, sealed to both.' })
export class Message {
  @Field(() => ID) readonly referralId!: string;
  @Field(() => Int, { description: 'Among all messages of whoever asks, from 1.' })
  readonly place!: number;
  @Field() readonly fromClient!: boolean;
  @Field({ description: '2,048 bytes, base64url.' }) readonly sealed!: string;
  @Field({ description: 'Day on which it came.' }) readonly sentOn!: string;
}

@ObjectType()
class MessageKept {
  readonly kind!: 'message-kept';
  @Field(() => Message) readonly message!: Message;
}

@ObjectType({ description: 'The therapist said no, or the referral is closed.' })
class ThreadClosed {
  readonly kind!: 'thread-closed';
  @Field() readonly code!: string;
  @Field() readonly message!: string;
}

@ObjectType({ description: 'Each side writes so much in a day.' })
class TooManyToday {
  readonly kind!: 'too-many-today';
  @Field() readonly code!: string;
  @Field() readonly message!: string;
}

@ObjectType({ description: 'Each side writes so much in all.' })
class ThreadFull {
  readonly kind!: 'thread-full';
  @Field() readonly code!: string;
  @Field() readonly message!: string;
}

export const WriteMessageResult = resultUnion('WriteMessageResult', {
  'message-kept': MessageKept, 'thread-closed': ThreadClosed, 'too-many-today': TooManyToday,
  'thread-full': ThreadFull,
});

@ObjectType()
class KeyKept {
  readonly kind!: 'key-kept';
  @Field({ description: 'KEY_KEPT.' }) readonly code!: string;
}

@ObjectType({ description: 'Another key was kept before, and stays.' })
class KeyKnown {
  readonly kind!: 'key-known';
  @Field() readonly code!: string;
  @Field() readonly message!: string;
}

export const OfferKeyResult = resultUnion('OfferKeyResult', {
  'key-kept': KeyKept, 'key-known': KeyKnown,
});
