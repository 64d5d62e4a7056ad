import { RosterTask } from "../people/RosterTask.tsx";

export const Component = () => <RosterTask kind="students" />;
