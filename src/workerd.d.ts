/** Globals that only Workers have. */
declare class WebSocketPair {
  0: WebSocket
  1: import('./channels/web/liveChat.ts').ServerSocket
}
declare class WebSocketRequestResponsePair {
  constructor(request: string, response: string)
}
