/** What an account is worth and how much of it is at risk, in the display currency. */
import type { AccountView } from '../../../preload/contract/accounts.ts';
import type { TotalView } from '../../../preload/contract/views.ts';
import { LiquidationBar } from '../../charts/liquidation-bar.tsx';
import { formatAge } from '../../format/age.ts';
import { hundredfold, percent, round } from '../../format/decimal.ts';
import { whyUnknown, whyUnmeasured } from '../../format/unknown.ts';
import { instrumentOf } from '../../store/instruments.ts';
import { mainNowMs } from '../../store/main-clock.ts';
import { rowsOf, tables, useVersion } from '../../store/tables.ts';
import { Amount, Unknown } from '../../ui/amount.tsx';
import { exposures } from '../overview/exposure.ts';

export function AccountMoney({ account }: { readonly account: AccountView }) {
  useVersion(tables.total);
  useVersion(tables.position);
  const isOwn = (row: { readonly venue: string | null; readonly account: string | null }) =>
    row.venue === account.venue && row.account === account.label;
  const total = rowsOf(tables.total).find(isOwn);
  if (total === undefined) return null;
  const { liquidation, unmeasured, unknown } = total;
  const assets = exposures(rowsOf(tables.position).filter(isOwn), assetOf);
  const places = total.currency === 'BTC' ? 6 : 2;
  return (
    <>
      <div className="sec">
        Worth, {total.currency}
        <span className="dim">{agedWords(total)}</span>
      </div>
      <dl className="account-facts">
        <Money name="Equity" value={total.equity} places={places} why={unknown.equity} />
        <Money
          name="Open PnL"
          value={total.unrealisedPnl}
          places={places}
          why={unknown.unrealisedPnl}
          isGain
        />
        <Money
          name="Realised PnL"
          value={total.realisedPnl}
          places={places}
          why={unknown.realisedPnl}
          isGain
        />
        <Money name="Today" value={total.todayPnl} places={places} why={unknown.equity} isGain />
        <div>
          <dt>Margin ratio</dt>
          <dd>
            {total.marginRatio === null ? (
              <Amount value={null} why={whyUnknown(unknown.marginRatio)} />
            ) : (
              percent(hundredfold(total.marginRatio))
            )}
          </dd>
        </div>
        {(liquidation !== null || unmeasured !== null) && (
          <div>
            <dt>To liquidation</dt>
            <dd title={liquidation?.symbol ?? undefined}>
              {unmeasured !== null && <Unknown why={whyUnmeasured(unmeasured)} />}
              {liquidation !== null && (
                <LiquidationBar percent={Number(liquidation.distance)}>
                  {percent(liquidation.distance)}
                </LiquidationBar>
              )}
            </dd>
          </div>
        )}
        {assets.map(({ asset, net }) => (
          <Money
            key={asset}
            name={`Net ${asset}`}
            value={net}
            places={places}
            why={`a position in ${asset}`}
            isGain
          />
        ))}
      </dl>
    </>
  );
}

interface MoneyProps {
  readonly name: string;
  readonly value: string | null;
  readonly places: number;
  /** Names of what it cannot be known without. */
  readonly why: string | null;
  readonly isGain?: boolean;
}

function Money({ name, value, places, why, isGain = false }: MoneyProps) {
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
          why={whyUnknown(why)}
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
