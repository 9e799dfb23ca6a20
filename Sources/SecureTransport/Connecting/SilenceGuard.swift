internal import NIOCore

/// Sits behind TLS and ends a connection on which the server has not completed the handshake and spoken first in time.
///
/// gRPC has no deadline for that: a call to a peer that takes the connection and says nothing would wait for ever.
final class SilenceGuard: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer

    private let limit: Duration
    private var deadline: Scheduled<Void>?

    init(limit: Duration) { self.limit = limit }

    func handlerAdded(context: ChannelHandlerContext) {
        let bound = NIOLoopBound(context, eventLoop: context.eventLoop)
        deadline = context.eventLoop.scheduleTask(in: TimeAmount(limit)) {
            bound.value.fireErrorCaught(TransportFailure(.serverSilent))
            bound.value.close(promise: nil)
        }
    }

    func handlerRemoved(context: ChannelHandlerContext) { deadline?.cancel() }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        deadline?.cancel()
        context.fireChannelRead(data)
    }
}
