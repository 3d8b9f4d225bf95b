/** All keys on one sheet. */
import { Dialog } from '../ui/dialog.tsx';
import { KeyList } from './key-list.tsx';

export function KeysSheet({ onClose }: { readonly onClose: () => void }) {
  return (
    <Dialog title="Keys" onClose={onClose}>
      <KeyList />
    </Dialog>
  );
}
