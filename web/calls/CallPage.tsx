import { getRouteApi, Link } from '@tanstack/react-router';
import type { CallDetail } from '../../src/calls/history/contract.ts';
import { LoadedPage } from '../kit/pages/LoadedPage.tsx';
import { useMay } from '../kit/session/session.ts';
import { useTitleEnd } from '../kit/session/tenant-context.ts';
import { partyLabel } from '../kit/words/party-label.ts';
import { Badge } from '../ui/Badge.tsx';
import { durationText } from '../ui/clock-length.ts';
import { Card, Columns, Fact, Facts, Muted, Row } from '../ui/layout.tsx';
import { Page } from '../ui/Page.tsx';
import { Clock, Time } from '../ui/Time.tsx';
import { Timeline } from '../ui/Timeline.tsx';
import { calleeLabel, callerLabel, DIRECTION_LABELS, extensionLabel } from './call-labels.ts';
import { timelineOf } from './call-timeline.ts';
import { Result } from './CallHistory.tsx';
import { CallPrice } from './CallPrice.tsx';
import { callQuery } from './queries.ts';

const route = getRouteApi('/authenticated/tenants/$tenantId/calls/$callId');

/** A call: the parties, its times, its end, and what happened in between. */
export function CallPage() {
  const { tenantId, callId } = route.useParams();
  const brand = useTitleEnd();
  return (
    <LoadedPage query={callQuery(tenantId, callId)} failed="Couldn’t load this call">
      {(call) => {
        const [caller, callee] = [callerLabel(call), calleeLabel(call)];
        return (
          <Page
            title={`${caller.name} to ${callee.name}`}
            brand={brand}
            intro={
              <Link to="/tenants/$tenantId/calls" params={{ tenantId }}>
                All calls
              </Link>
            }
          >
            <Columns>
              <Card title="Call">
                <CallFacts call={call} />
              </Card>
              <Card title="What happened">
                <Timeline
                  entries={timelineOf(call).map(({ at, text }) => ({ time: <Clock at={at} />, text }))}
                  label="What happened"
                />
              </Card>
            </Columns>
            {call.charges.length > 0 && <CallPrice call={call} />}
          </Page>
        );
      }}
    </LoadedPage>
  );
}

function CallFacts({ call }: { call: CallDetail }) {
  const { tenantId } = route.useParams();
  const seesMessages = useMay('voicemail.read');
  const hearsRecordings = useMay('recordings.read');
  const [caller, callee] = [callerLabel(call), calleeLabel(call)];
  return (
    <Facts>
      <Fact name="Time">
        <Time at={call.startedAt} withClock />
      </Fact>
      <Fact name="From">
        {caller.name} {caller.number && <Muted>{caller.number}</Muted>}
      </Fact>
      <Fact name="To">
        {callee.name} {callee.number && <Muted>{callee.number}</Muted>}
      </Fact>
      <Fact name="Direction">
        <Row tight>
          {DIRECTION_LABELS[call.direction]} {call.emergency && <Badge tone="red">Emergency</Badge>}
        </Row>
      </Fact>
      {call.didNumber && <Fact name="Number used">{partyLabel(call.didNumber)}</Fact>}
      <Fact name="Result">
        <Result call={call} />
      </Fact>
      {call.answeredBy && <Fact name="Answered by">{extensionLabel(call.answeredBy)}</Fact>}
      <Fact name="Rang">{durationText(call.ringSeconds)}</Fact>
      {call.voicemailId && seesMessages && (
        <Fact name="Message">
          <Link to="/tenants/$tenantId/voicemail" params={{ tenantId }} search={{ search: call.from }}>
            Listen in Voicemail
          </Link>
        </Fact>
      )}
      {call.recordingId && hearsRecordings && (
        <Fact name="Recording">
          <Link to="/tenants/$tenantId/recordings" params={{ tenantId }} search={{ call: call.id }}>
            Listen in Recordings
          </Link>
        </Fact>
      )}
      {call.answeredAt && <Fact name="Talked">{durationText(call.talkSeconds)}</Fact>}
    </Facts>
  );
}
