import { Plural, Trans, useLingui } from '@lingui/react/macro';
import { useState } from 'react';
import { Button } from '../../ui/button.tsx';
import { Field, Select } from '../../ui/field.tsx';
import { Notice } from '../../ui/notice.tsx';
import { useTask } from '../../ui/task.ts';
import { OrderLettersDocument, type SpareReason } from '../gql/gateway/graphql.ts';
import { Failure } from './failure.tsx';
import { gateway } from './gateway.ts';
import { nameOf, type Batch } from './letter-batches.tsx';

interface SpareLettersProps {
  readonly batches: readonly Batch[];
  readonly onChanged: (batches: readonly Batch[]) => void;
  /** What is shown was true once. */
  readonly onStale: () => Promise<unknown>;
}

/** Orders letters for lost ones and people who joined: for a department, for nobody by name. */
export function SpareLetters({ batches, onChanged, onStale }: SpareLettersProps) {
  const { t } = useLingui();
  const departments = batches.filter(({ reason }) => reason === 'EVERYBODY');
  const [chosen, setChosen] = useState(departments[0]?.id ?? '');
  const [reason, setReason] = useState<SpareReason>('LOST');
  const [count, setCount] = useState('1');
  const batch = departments.find(({ id }) => id === chosen);
  const letters = Number(count);
  const isWhole = /^[1-9]\d{0,3}$/.test(count);
  const isTooMany = isWhole && batch !== undefined && letters > batch.spare;
  const order = useTask(async () => {
    const { orderLetters } = await gateway.ask(
      OrderLettersDocument, { input: { batchId: chosen, letters, reason, spareSeen: batch?.spare ?? 0 } });
    if (orderLetters.__typename === 'LettersChanged') onChanged(orderLetters.batches);
    else await onStale();
    return orderLetters;
  });
  const changed = <T,>(set: (value: T) => void) => (value: T) => { set(value); order.reset(); };
  const submit = () => { if (isWhole && !isTooMany) void order.run(); };
  if (!batch) return null;
  return (
    <section>
      <h2><Trans>Order spare letters</Trans></h2>
      <form onSubmit={(event) => { event.preventDefault(); submit(); }} noValidate>
        <Select
          label={t`Department`} value={chosen} onValue={changed(setChosen)}
          options={departments.map((one) => ({ value: one.id, label: nameOf(one) }))}
        />
        <Select
          label={t`For`} value={reason}
          onValue={changed((value) => { setReason(value as SpareReason); })}
          options={[{ value: 'LOST', label: t`lost letters` },
            { value: 'JOINED', label: t`people who joined` }]}
        />
        <Field
          label={t`How many`} value={count} onValue={changed(setCount)} inputMode="numeric"
          hint={<Plural value={batch.spare} one="Its group has # spare letter left." other="Its group has # spare letters left." />}
          error={isTooMany ? t`That is more than its group has left.`
            : isWhole ? undefined : t`Give a whole number from 1 up.`}
        />
        <Button type="submit" busy={order.busy}>{t`Order them`}</Button>
      </form>
      {order.error !== undefined && <Failure error={order.error} />}
      {order.value?.__typename === 'LettersChanged' && (
        <Notice kind="ok" title={t`They are ordered.`}>
          <Trans>Whoever runs the service makes them with the next file.</Trans>
        </Notice>
      )}
      {order.value?.__typename === 'LettersNotChanged' && (
        <Notice kind="error" title={t`They were not ordered.`}>
          {order.value.code === 'NOT_NOW'
            ? <Trans>The year is over, or waits to be confirmed.</Trans>
            : (
                <Trans>
                  They were ordered before, perhaps by yourself: the table above says what there is now.
                </Trans>
              )}
        </Notice>
      )}
    </section>
  );
}
