import { getRouteApi, Link } from '@tanstack/react-router';
import { exportStatement, getStatementPdf } from '../../src/payments/endpoints.ts';
import { Download } from '../kit/lists/Download.tsx';
import { LoadedPage } from '../kit/pages/LoadedPage.tsx';
import { addressOf } from '../kit/session/call.ts';
import { usePermissionReason } from '../kit/session/session.ts';
import { useTenantId, useTitleEnd } from '../kit/session/tenant-context.ts';
import { Row } from '../ui/layout.tsx';
import { Page } from '../ui/Page.tsx';
import { statementQuery } from './payments/queries.ts';
import { StatementView } from './StatementView.tsx';

const route = getRouteApi('/authenticated/tenants/$tenantId/billing/statement');

/** The tenant's charges and payments, for its partner and its own admins. */
export function StatementPage() {
  const tenantId = useTenantId();
  const titleEnd = useTitleEnd();
  const search = route.useSearch();
  const reason = usePermissionReason('statement.export');
  return (
    <LoadedPage query={statementQuery(tenantId, search)} failed="Couldn’t load the statement">
      {(statement) => (
        <Page
          title="Statement of account"
          brand={titleEnd}
          intro={
            <Link to="/tenants/$tenantId/billing" params={{ tenantId }}>
              Billing
            </Link>
          }
          actions={
            <Row tight>
              <Download
                href={addressOf(getStatementPdf, { params: { tenantId }, query: search })}
                file={`statement-${statement.from}-${statement.to}.pdf`}
                disabledReason={statement.accounts.length === 0 ? 'Nothing was charged yet.' : null}
              >
                Download PDF
              </Download>
              <Download
                href={addressOf(exportStatement, { params: { tenantId }, query: search })}
                file="statement.csv"
                disabledReason={reason}
              >
                Export CSV
              </Download>
            </Row>
          }
        >
          <StatementView statement={statement} search={search} />
        </Page>
      )}
    </LoadedPage>
  );
}
