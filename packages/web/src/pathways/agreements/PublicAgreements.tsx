export { PublicList as Component } from "./Agreements.tsx";
