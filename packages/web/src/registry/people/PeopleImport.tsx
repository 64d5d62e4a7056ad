import { RosterTask } from "./RosterTask.tsx";

export const Component = () => <RosterTask kind="staff" />;
