export { PublicList as Component } from "./Alliances.tsx";
