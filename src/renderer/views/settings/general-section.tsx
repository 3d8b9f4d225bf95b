/** What is open, and in which currency totals are. */
import { changeSettings, useSettings } from '../../store/settings.ts';
import { LoginStartSetting } from './login-start.tsx';
import { MarketList } from './market-list.tsx';
import { Choice, Page, Section, Setting, Switch } from './parts.tsx';

export function GeneralSection() {
  const practice = useSettings((settings) => settings.practice);
  const readOnlyKeys = useSettings((settings) => settings.readOnlyKeys);
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
      <Section title="Start">
        <LoginStartSetting />
      </Section>
      <Section title="Accounts">
        <Setting
          label="Read-only keys only"
          hint="A key that can trade or withdraw is not accepted, and one that is there already is not used."
        >
          <Switch
            label="Read-only keys only"
            on={readOnlyKeys}
            onChange={(on) => changeSettings({ readOnlyKeys: on })}
          />
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
