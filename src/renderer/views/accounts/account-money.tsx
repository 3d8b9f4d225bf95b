/** What an account is worth and how much of it is at risk, in the display currency. */
import type { AccountView } from '../../../preload/contract/accounts.ts';
import type { TotalView } from '../../../preload/contract/views.ts';
import { LiquidationBar } from '../../charts/liquidation-bar.tsx';
import { formatAge } from '../../format/age.ts';
import { hundredfold, percent, round } from '../../format/decimal.ts';
import { instrumentOf } from '../../store/instruments.ts';
import { mainNowMs } from '../../store/main-clock.ts';
import { rowsOf, tables, useVersion } from '../../store/tables.ts';
import { Amount } from '../../ui/amount.tsx';
import { exposures } from '../overview/exposure.ts';

export function AccountMoney({ account }: { readonly account: AccountView }) {
  useVersion(tables.total);
  useVersion(tables.position);
  const isOwn = (row: { readonly venue: string | null; readonly account: string | null }) =>
    row.venue === account.venue && row.account === account.label;
  const total = rowsOf(tables.total).find(isOwn);
  if (total === undefined) return null;
  const assets = exposures(rowsOf(tables.position).filter(isOwn), assetOf);
  const places = total.currency === 'BTC' ? 6 : 2;
  return (
    <>
      <div className="sec">
        Worth, {total.currency}
        <span className="dim">{agedWords(total)}</span>
      </div>
      <dl className="account-facts">
        <Money name="Equity" value={total.equity} places={places} />
        <Money name="Open PnL" value={total.unrealisedPnl} places={places} isGain />
        <Money name="Realised PnL" value={total.realisedPnl} places={places} isGain />
        <Money name="Today" value={total.todayPnl} places={places} isGain />
        <div>
          <dt>Margin ratio</dt>
          <dd>
            {total.marginRatio === null ? (
              <span className="dim">–</span>
            ) : (
              percent(hundredfold(total.marginRatio))
            )}
          </dd>
        </div>
        {total.liquidation !== null && (
          <div>
            <dt>To liquidation</dt>
            <dd title={total.liquidation.symbol ?? undefined}>
              <LiquidationBar percent={Number(total.liquidation.distance)}>
                {percent(total.liquidation.distance)}
              </LiquidationBar>
            </dd>
          </div>
        )}
        {assets.map(({ asset, net }) => (
          <Money key={asset} name={`Net ${asset}`} value={net} places={places} isGain />
        ))}
      </dl>
    </>
  );
}

interface MoneyProps {
  readonly name: string;
  readonly value: string | null;
  readonly places: number;
  readonly isGain?: boolean;
}

function Money({ name, value, places, isGain = false }: MoneyProps) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>
        <Amount
          value={value === null ? null : round(value, places)}
          places={places}
          signed={isGain}
          toned={isGain}
          title={value ?? undefined}
        />
      </dd>
    </div>
  );
}

function agedWords({ oldestMs, takenForDollars }: TotalView): string {
  const par = takenForDollars.length === 0 ? '' : `, ${takenForDollars.join(', ')} as USD`;
  return oldestMs === null
    ? `a price is missing${par}`
    : `oldest price ${formatAge(mainNowMs() - oldestMs)}${par}`;
}

function assetOf({ venue, symbol }: { readonly venue: string; readonly symbol: string | null }): string {
  return instrumentOf(venue, symbol)?.base ?? symbol ?? '?';
}
