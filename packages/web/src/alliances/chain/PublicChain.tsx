export { PublicChain as Component } from "./ChainPage.tsx";
