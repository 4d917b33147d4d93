// Why a request did what it did: one of the activity, or one that is pasted in.
import { Button, Stack } from '@mantine/core';
import { IconSearch } from '@tabler/icons-react';
import { useMutation, useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import type { ExplainRequest } from '@looop-scim/http-api/contract';
import { askWhy, explanationQuery } from '../../api/watch.ts';
import { Empty } from '../../parts/empty.tsx';
import { PageTitle } from '../../parts/page-title.tsx';
import { PlaceLink } from '../../parts/place-link.tsx';
import { Problem } from '../../parts/problem.tsx';
import { Waiting } from '../../parts/waiting.tsx';
import { text } from '../../text/en.ts';
import type { ExplainView } from './explain-search.ts';
import { ExplanationView } from './explanation.tsx';
import { PasteForm } from './paste-form.tsx';

const route = getRouteApi('/signed-in/o/$organisation/explain');
const words = text.explain;

const OfActivity = ({ organisation, position }: { readonly organisation: string; readonly position: string }) => {
  const { data, error, refetch } = useQuery(explanationQuery(organisation, position));
  if (error !== null) return <Problem error={error} retry={() => void refetch()} />;
  return data === undefined ? <Waiting /> : <ExplanationView explanation={data} organisation={organisation} />;
};

const Pasted = ({ organisation, view }: { readonly organisation: string; readonly view: ExplainView }) => {
  const { mutate, data, error, isPending } = useMutation({
    mutationFn: (request: ExplainRequest) => askWhy(organisation, request),
  });
  return (
    <Stack>
      <PasteForm view={view} isAsking={isPending} ask={mutate} />
      <div aria-live="polite">
        {error !== null && <Problem error={error} />}
        {data !== undefined && <ExplanationView explanation={data} organisation={organisation} />}
      </div>
    </Stack>
  );
};

export const Explain = () => {
  const { organisation } = route.useParams();
  const view = route.useSearch();
  return (
    <>
      <PageTitle
        title={words.title}
        actions={
          view.paste !== true && (
            <Button
              variant="default"
              renderRoot={(props) => (
                <Link {...props} to="/o/$organisation/explain" params={{ organisation }} search={{ paste: true }} />
              )}
            >
              {words.paste}
            </Button>
          )
        }
      >
        {words.intro}
      </PageTitle>
      {view.position !== undefined && <OfActivity organisation={organisation} position={view.position} />}
      {view.position === undefined && view.paste === true && <Pasted organisation={organisation} view={view} />}
      {view.position === undefined && view.paste !== true && (
        <Empty icon={IconSearch} title={words.none}>
          <p>{words.noneHint}</p>
          <PlaceLink to="/o/$organisation/activity" params={{ organisation }}>
            {words.toActivity}
          </PlaceLink>
        </Empty>
      )}
    </>
  );
};
