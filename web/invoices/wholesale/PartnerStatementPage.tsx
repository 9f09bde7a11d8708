import { getRouteApi, Link } from '@tanstack/react-router';
import { LoadedPage } from '../../kit/pages/LoadedPage.tsx';
import { Page } from '../../ui/Page.tsx';
import { StatementView } from '../StatementView.tsx';
import { partnerStatementQuery } from './queries.ts';

const route = getRouteApi('/authenticated/operator/partners/$partnerId/statement');

export function PartnerStatementPage() {
  const { partnerId } = route.useParams();
  const search = route.useSearch();
  return (
    <LoadedPage query={partnerStatementQuery(partnerId, search)} failed="Couldn’t load the statement">
      {(statement) => (
        <Page
          title="Statement of account"
          intro={
            <Link to="/operator/partners/$partnerId/invoices" params={{ partnerId }}>
              Invoices to the partner
            </Link>
          }
        >
          <StatementView statement={statement} search={search} />
        </Page>
      )}
    </LoadedPage>
  );
}
