internal import FieldModel
internal import SyncCore

/// One stream between a device and the server, with the real session at each end and what is under way between them.
///
/// Each side can lose the other without its noticing: what a device sent before it gave up may still arrive.
struct Link {
    let device: Int
    let claimed: SyncScope
    var client: ClientSession
    var server = ServerSession()
    var toServer: [DeviceFrame] = []
    var toDevice: [ServerFrame] = []
    var hasDevice = true
    var hasServer = true
    /// What the Hello led to.
    var greeting: Greeting?
    var pushing: PushingDevice?
    var contact: DeviceContact?
    /// The last round before which the server has looked after the allowances of whoever is at the other end.
    var roundServed: UInt32?
    /// Rows of the pages sent; a page's content is its number here.
    var pages: [[FeedRow]] = []
    /// The device's search for the rows in which it differs.
    var repair: RepairSearch?

    init(device: Int, claimed: SyncScope, live: Bool) {
        self.device = device
        self.claimed = claimed
        client = ClientSession(live: live)
    }

    /// Nothing can happen on it any more.
    var isOver: Bool {
        (!hasDevice || toDevice.isEmpty && !hasServer) && (!hasServer || toServer.isEmpty && !hasDevice)
    }

    mutating func page(_ rows: [FeedRow], reaches: FeedPosition) -> Page {
        pages.append(rows)
        var content: [UInt8] = []
        appendBigEndian(UInt64(pages.count - 1), to: &content)
        return Page(encoding: "identity", rawSize: 8, content: content, reaches: reaches)
    }

    func rows(of page: Page) -> [FeedRow] { pages[Int(bigEndianWord(page.content))] }
}
