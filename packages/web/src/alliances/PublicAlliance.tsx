export { PublicRecord as Component } from "./AlliancePage.tsx";
