internal import X509

/// Following signatures by hand, where the dates and names of full path validation are not wanted.
enum CertificateChain {
    /// Whether signatures lead from `leaf` to `root`, with certificates of `candidates` between them.
    ///
    /// Used before TLS takes over (which looks at dates as well) and for pinning, where only the root's hash is known.
    static func leads(from leaf: Certificate, through candidates: [Certificate], to root: Certificate) -> Bool {
        var current = leaf
        for _ in 0..<CertificateText.maximumChainLength {
            if current.isSigned(by: root) { return true }
            guard let next = candidates.first(where: { $0.isAuthority && $0 != current && current.isSigned(by: $0) })
            else { return false }
            current = next
        }
        return false
    }
}
