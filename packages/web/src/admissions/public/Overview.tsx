export { SeasonOverview as Component } from "./SeasonPage.tsx";
