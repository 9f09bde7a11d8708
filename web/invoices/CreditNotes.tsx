import type { CreditNote } from '../../src/invoices/contract.ts';
import { amountLabel } from '../kit/inputs/money/amount.ts';
import { Download } from '../kit/lists/Download.tsx';
import { Card, LineList, Muted } from '../ui/layout.tsx';
import { dayLabel } from '../ui/time-labels.ts';

type Note = Pick<CreditNote, 'id' | 'number' | 'issuedOn' | 'total' | 'currency' | 'reason'>;

/** The credit notes of an invoice. `pdf`: returns the URL of a note's PDF. */
export function CreditNotesCard({ notes, pdf }: { notes: readonly Note[]; pdf: (id: string) => string }) {
  if (notes.length === 0) return null;
  return (
    <Card title="Credit notes">
      <LineList>
        {notes.map((note) => (
          <li key={note.id}>
            <div>
              {note.number}, {dayLabel(note.issuedOn)}: {amountLabel(note.total, note.currency)}{' '}
              <Muted>{note.reason}</Muted>
            </div>
            <Download small kind="quiet" href={pdf(note.id)} file={`${note.number}.pdf`}>
              Download PDF
            </Download>
          </li>
        ))}
      </LineList>
    </Card>
  );
}
