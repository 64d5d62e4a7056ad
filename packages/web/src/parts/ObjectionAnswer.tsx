import type { UseQueryResult } from "@tanstack/react-query";
import { formatDate } from "../format.ts";
import { useLanguage } from "../i18n/index.ts";
import { Page } from "./Page.tsx";
import { Failure, Loading } from "./States.tsx";

interface Answered {
  createdAt: string;
  upheld: boolean | null;
  answer: string | null;
  answeredAt: string | null;
}

/** What an objection was answered, for whoever has its number; nothing of who he is. */
export function ObjectionAnswer(props: {
  id: string | undefined;
  found: UseQueryResult<Answered>;
  crumb: { name: string; path: string };
  words: { title: string; waits: string; upheld: string; dismissed: string };
}) {
  const { id, found, words } = props;
  const language = useLanguage();
  if (found.isPending) return <Loading rows={4} />;
  if (found.error) return <Failure error={found.error} retry={() => void found.refetch()} />;
  const { createdAt, upheld, answer, answeredAt } = found.data;
  return (
    <Page title={words.title} crumbs={[props.crumb]} lead={formatDate(createdAt, language, true)} narrow>
      {answer === null ? (
        <p>{words.waits}</p>
      ) : (
        <>
          <p>
            <span className="tag">{upheld ? words.upheld : words.dismissed}</span>{" "}
            {formatDate(answeredAt, language)}
          </p>
          <p>{answer}</p>
        </>
      )}
      <p className="receipt">{id}</p>
    </Page>
  );
}
