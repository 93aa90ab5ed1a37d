namespace Distill.Losses;

/// <summary>A layer of the student that learns the activation order of a layer of the teacher, both by name.</summary>
/// <param name="TeacherNode">Tapped node of the teacher.</param>
/// <param name="TeacherChannels">C, its channels.</param>
/// <param name="StudentNode">Tapped node of the student.</param>
/// <param name="StudentChannels">D, its channels.</param>
/// <param name="Prefix">M, the channels of each order that are learned; at most the prefix that the labels hold.</param>
/// <param name="Weight">Share of the pair in the term.</param>
public sealed record TapPair(string TeacherNode, int TeacherChannels, string StudentNode, int StudentChannels, int Prefix, double Weight);
