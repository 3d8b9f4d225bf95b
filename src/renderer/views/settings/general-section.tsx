/** What is open, and in which currency totals are. */
import { changeSettings, useSettings } from '../../store/settings.ts';
import { MarketList } from './market-list.tsx';
import { Choice, Page, Section, Setting, Switch } from './parts.tsx';

export function GeneralSection() {
  const practice = useSettings((settings) => settings.practice);
  const currency = useSettings((settings) => settings.currency);
  return (
    <Page title="General">
      <Section title="Practice">
        <Setting
          label="Practice venue"
          hint="A made-up market and account on this computer. It is never summed with real accounts."
        >
          <Switch label="Practice venue" on={practice} onChange={(on) => changeSettings({ practice: on })} />
        </Setting>
      </Section>
      <Section title="Public markets">
        <MarketList />
      </Section>
      <Section title="Totals">
        <Setting label="Totals in" hint="Every total of the Overview is converted at the venues’ own prices.">
          <Choice
            label="Totals in"
            value={currency}
            of={{ USD: 'USD', EUR: 'EUR', BTC: 'BTC' }}
            onChange={(next) => changeSettings({ currency: next })}
          />
        </Setting>
      </Section>
    </Page>
  );
}
