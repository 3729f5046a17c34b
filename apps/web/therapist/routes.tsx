import { Trans } from '@lingui/react/macro';
import { Page } from '../ui/page.tsx';

/** The screens of this surface by address. */
export function Routes() {
  return (
    <main id="main">
      <Page title="Appointments and claims">
        <p><Trans>Loading</Trans></p>
      </Page>
    </main>
  );
}
