import { Trans, useLingui } from '@lingui/react/macro';
import { Screen } from '../parts/screen.tsx';

/** What the quick way out does, and honestly what it does not. */
export default function Leaving() {
  const { t } = useLingui();
  return (
    <Screen title={t`What leaving erases`} back="/">
      <p>
        <Trans>“Leave quickly”, or pressing <kbd>Shift</kbd> three times, shows Wikipedia at once and
          locks this page. The Back button does not lead here.</Trans>
      </p>
      <p>
        <Trans>The browser’s own Back button leaves these pages too, from wherever you are: the history
          has one entry for all of them, so that it does not tell what you looked at. To go one screen
          back here, use “Back” on the page. What you sent before is done all the same.</Trans>
      </p>
      <h2><Trans>What it does not erase</Trans></h2>
      <ul>
        <li><Trans>The browser’s history has one entry, “Appointments”, with this address.</Trans></li>
        <li><Trans>Files you saved or printed: a calendar file, a code, a picture of a letter.</Trans></li>
        <li><Trans>The sealed box on this device. Nobody can open it, but somebody can see that
          something is there.</Trans></li>
        <li><Trans>What your network or your employer’s device writes down: that this address was
          opened, though not what you did there. Use your own device and network where you can.</Trans></li>
        <li><Trans>What a program that watches the screen or the keyboard has seen.</Trans></li>
      </ul>
      <h2><Trans>To leave less</Trans></h2>
      <ul>
        <li><Trans>Delete this address from the browser’s history, or use a private window; your twelve
          words bring everything back.</Trans></li>
        <li><Trans>“Delete everything here” removes the box.</Trans></li>
      </ul>
    </Screen>
  );
}
