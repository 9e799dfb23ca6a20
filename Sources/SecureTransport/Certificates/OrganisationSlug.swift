internal import Crypto

/// The longest slug: with `.cartera.internal` behind it, and as an organisation in a certificate, it stays far below
/// the limits of 63 and 64 characters.
private let maximumSlugLength = 40

/// An organisation's name as one DNS label: lowercase ASCII letters, digits and single hyphens.
///
/// Letters lose their marks ("Crédito Ágil" is `credito-agil`), everything else becomes a hyphen. A name in which no
/// letter survives gets a label made of its hash, so that every organisation has one. A slug is its own slug.
package func organisationSlug(_ name: String) -> String {
    var slug = ""
    for scalar in name.unicodeScalars where scalar.properties.generalCategory != .nonspacingMark {
        let letters = plainLetters(scalar)
        if letters.isEmpty {
            if !slug.isEmpty, !slug.hasSuffix("-") { slug += "-" }
        } else {
            slug += letters
        }
    }
    slug = String(slug.prefix(maximumSlugLength))
    while slug.hasSuffix("-") { slug.removeLast() }
    if slug.isEmpty {
        let digest = SHA256.hash(data: Array(name.utf8)).prefix(4)
        slug = "org-" + digest.map { hexadecimal($0) }.joined()
    }
    return slug
}

/// The ASCII letters or digit that stand for one character, empty when it has none.
///
/// The Unicode name says which letter carries the mark ("LATIN SMALL LETTER E WITH ACUTE"), so no table is needed.
private func plainLetters(_ scalar: Unicode.Scalar) -> String {
    if scalar.isASCII {
        let character = Character(scalar)
        return character.isLetter || character.isNumber ? character.lowercased() : ""
    }
    if scalar == "ß" || scalar == "ẞ" { return "ss" }
    let words = (scalar.properties.name ?? "").split(separator: " ")
    guard words.count >= 4, words[0] == "LATIN", ["SMALL", "CAPITAL"].contains(words[1]),
        ["LETTER", "LIGATURE"].contains(words[2]), words[3].utf8.count <= 2
    else { return "" }
    return words[3].lowercased()
}

private func hexadecimal(_ byte: UInt8) -> String {
    let digits = String(byte, radix: 16)
    return digits.count == 1 ? "0" + digits : digits
}
