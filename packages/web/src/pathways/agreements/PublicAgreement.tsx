export { PublicRecord as Component } from "./AgreementPage.tsx";
