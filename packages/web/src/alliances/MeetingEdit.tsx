export { Edit as Component } from "./MeetingForm.tsx";
