import { agree, bookFirstTime, fillWallet, press, reach, unlock } from './employee.person.ts';
import { employeePortal } from './employee.portal.ts';

/** What is in force is shown, and what a step does not do is said. */

const portal = employeePortal();
const { sit, nextCode } = portal;

describe('wishes', () => {
  it('are all shown while they are in force, remembered ones too, and can be left out', async () => {
    const { page, context } = await sit();
    await fillWallet(page, nextCode());
    await agree(page);
    await page.getByLabel('In person').check();
    await press(page, 'Show the earliest times');
    await page.getByText('Your wishes: English, In person').waitFor();
    await press(page, 'Appointments');
    await press(page, 'Find a time');
    expect(await page.getByLabel('In person').isChecked()).toBe(true);
    await press(page, 'Show the earliest times');
    await page.getByText('Your wishes: English, In person').click();
    // Each that keeps times away stands among those that can be changed.
    await page.getByLabel('Versed in').selectOption('ANXIETY');
    await page.getByText('Your wishes: English, In person, Anxiety').waitFor();
    await page.getByText('No time fits all of this').waitFor();
    expect(await page.getByLabel('How you meet').inputValue()).toBe('IN_PERSON');
    await page.getByLabel('How you meet').selectOption('');
    await page.locator('.time').first().waitFor();
    await page.getByText('Your wishes: English, Anxiety').waitFor();
    await context.close();
  });
});

describe('twelve words', () => {
  it('can be drawn anew before anything hangs on them', async () => {
    const { page, context } = await sit();
    await page.goto('/employee');
    await press(page, 'I have a letter with a code');
    await page.getByLabel('Code from your letter').fill(nextCode());
    await press(page, 'Go on');
    await reach(page, 'Twelve words');
    const drawn = await page.locator('.words li').allTextContents();
    await press(page, 'Draw other words');
    const others = await page.locator('.words li').allTextContents();
    expect([others.length, new Set(others).size > 1]).toEqual([12, true]);
    expect(others).not.toEqual(drawn);
    await context.close();
  });

  it('are said to be English where the page is not, before they are copied', async () => {
    const { page, context } = await sit({ language: 'es-ES' });
    await page.goto('/employee');
    await press(page, 'Tengo una carta con un código');
    await page.getByLabel('Código de su carta').fill(nextCode());
    await press(page, 'Seguir');
    await reach(page, 'Doce palabras');
    await page.getByText('Las palabras están en inglés').waitFor();
    await context.close();
  });
});

describe('leaving', () => {
  it('by deleting everything is said to cancel nothing, before it is done', async () => {
    const { page, context } = await sit();
    await fillWallet(page, nextCode());
    await agree(page);
    await bookFirstTime(page);
    await press(page, 'Done');
    await press(page, 'This device and your twelve words');
    await press(page, 'Delete everything here');
    await page.getByRole('dialog').getByText('What is booked stays booked').waitFor();
    await context.close();
  });

  it('by the browser\'s own Back is said on every screen, and leads out from any', async () => {
    const { page, context } = await sit();
    await page.goto(`${portal.scenario.origin}/time`);
    await fillWallet(page, nextCode());
    await press(page, 'This device and your twelve words');
    await page.getByText('The browser’s own Back button leaves these pages').waitFor();
    await page.goBack();
    expect(new URL(page.url()).pathname).toBe('/time');
    await page.goForward();
    await unlock(page);
    await context.close();
  });
});
