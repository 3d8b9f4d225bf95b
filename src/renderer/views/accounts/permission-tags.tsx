/** What a key may do, as tags: reading is plain, trading is outlined, withdrawing stands out. */
import { Eye, TriangleAlert } from 'lucide-react';
import type { AccountView } from '../../../preload/contract/accounts.ts';
import { rightsWords } from '../../format/key-rights.ts';
import { Glyph } from '../../ui/glyph.tsx';
import { Icon } from '../../ui/icon.tsx';

export interface PermissionTagsProps {
  readonly account: AccountView;
  /** The venue turns the key away. */
  readonly isRefused: boolean;
}

export function PermissionTags({ account, isRefused }: PermissionTagsProps) {
  const { rights, checking, checkProblem } = account;
  if (checking) return <span className="dim">asking {account.venueName}</span>;
  if (rights === null && !isRefused) {
    return (
      <span className="dim" title={checkProblem ?? rightsWords(null)}>
        not known
      </span>
    );
  }
  return (
    <span className="perms" title={checkProblem ?? rightsWords(rights)}>
      {isRefused || rights?.read === false ? (
        <span className="tag needs">
          <Glyph state="refused" />
          Read refused
        </span>
      ) : (
        <span className="tag">
          <Icon of={Eye} />
          Read
        </span>
      )}
      {rights?.trade === true && (
        <span className="tag caution">
          <Icon of={TriangleAlert} />
          Trade
        </span>
      )}
      {rights?.withdraw === true && (
        <span className="tag alert">
          <Icon of={TriangleAlert} />
          Withdraw
        </span>
      )}
    </span>
  );
}
