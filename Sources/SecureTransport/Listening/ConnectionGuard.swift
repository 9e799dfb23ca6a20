internal import NIOCore
internal import NIOPosix
internal import NIOTLS

/// Sits between TLS and HTTP/2 and ends connections that would otherwise stay open for ever.
///
/// gRPC has no deadline for a handshake or a first request, and after GOAWAY it waits for a PING acknowledgement that a
/// sleeping laptop never sends; only then do its own grace periods start. So the deadlines are here.
final class ConnectionGuard: ChannelDuplexHandler {
    typealias InboundIn = ByteBuffer
    typealias InboundOut = ByteBuffer
    typealias OutboundIn = IOData
    typealias OutboundOut = IOData

    static let protocolName = "h2"

    private let limits: ServerTransportLimits
    private var handshakeDeadline: Scheduled<Void>?
    private var requestDeadline: Scheduled<Void>?
    private var hardClose: Scheduled<Void>?
    private var hardCloseTime: NIODeadline?
    private var inbound = FrameScanner.fromClient()
    private var outbound = FrameScanner.fromServer()
    private var isProtocolAgreed = false
    private var hasRequest = false
    private var isGoingAway = false

    init(limits: ServerTransportLimits) { self.limits = limits }

    func handlerAdded(context: ChannelHandlerContext) {
        handshakeDeadline = close(context, in: limits.handshake)
        requestDeadline = close(context, in: limits.firstRequest)
    }

    func handlerRemoved(context: ChannelHandlerContext) {
        for deadline in [handshakeDeadline, requestDeadline, hardClose] { deadline?.cancel() }
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        switch event {
        case TLSUserEvent.handshakeCompleted(let agreed):
            handshakeDeadline?.cancel()
            guard agreed == Self.protocolName else { return context.close(promise: nil) }
            isProtocolAgreed = true
        case is ChannelShouldQuiesceEvent:
            hardClose(context, in: limits.hardCloseWhenStopping)
        default: break
        }
        context.fireUserInboundEventTriggered(event)
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        guard isProtocolAgreed else { return context.close(promise: nil) }
        if !hasRequest, inbound.finds(FrameScanner.headers, in: Self.unwrapInboundIn(data)) {
            hasRequest = true
            requestDeadline?.cancel()
        }
        context.fireChannelRead(data)
    }

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        if !isGoingAway, case .byteBuffer(let buffer) = Self.unwrapOutboundIn(data),
            outbound.finds(FrameScanner.goAway, in: buffer)
        {
            isGoingAway = true
            hardClose(context, in: limits.hardCloseAfterGoAway)
        }
        context.write(data, promise: promise)
    }

    /// The earliest of several reasons decides; a later one never gives a connection more time.
    private func hardClose(_ context: ChannelHandlerContext, in delay: Duration) {
        let time = NIODeadline.now() + TimeAmount(delay)
        if let hardCloseTime, hardCloseTime <= time { return }
        hardCloseTime = time
        hardClose?.cancel()
        hardClose = close(context, in: delay)
    }

    private func close(_ context: ChannelHandlerContext, in delay: Duration) -> Scheduled<Void> {
        let bound = NIOLoopBound(context, eventLoop: context.eventLoop)
        return context.eventLoop.scheduleTask(in: TimeAmount(delay)) { bound.value.close(promise: nil) }
    }
}

/// Turns away a connection above the caps, before TLS costs anything.
///
/// It lets the connection become active first: gRPC has taken hold of the channel by then and must see an ordinary end.
final class RefusedConnection: ChannelDuplexHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundIn = IOData

    func channelActive(context: ChannelHandlerContext) {
        context.fireChannelActive()
        context.close(promise: nil)
    }

    func handlerAdded(context: ChannelHandlerContext) {
        if context.channel.isActive { context.close(promise: nil) }
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {}

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        promise?.fail(ChannelError.ioOnClosedChannel)
    }
}
