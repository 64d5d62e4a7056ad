import { useParams } from "react-router";
import { useMe } from "../../api/session.ts";
import { Failure, Loading } from "../../parts/States.tsx";
import { useRound } from "./api.ts";
import { Desk } from "./Desk.tsx";
import { Offers } from "./Offers.tsx";
import { OwnPart } from "./OwnPart.tsx";

/** Record: a placement round as the school and the office, an enterprise, or a student sees it. */
export function Component() {
  const { id = "" } = useParams();
  const me = useMe();
  const role = me.data?.user?.role;
  if (!role) return <Loading rows={8} />;
  return role === "student" ? <OwnPart id={id} /> : <ForOffice id={id} enterprise={role === "enterprise-officer"} />;
} // prettier-ignore

function ForOffice({ id, enterprise }: { id: string; enterprise: boolean }) {
  const found = useRound(id);
  if (found.isPending) return <Loading rows={8} />;
  if (found.error) return <Failure error={found.error} retry={() => void found.refetch()} />;
  return enterprise ? <Offers round={found.data} /> : <Desk round={found.data} />;
}
